include "types/definition_types.iol"

type AnalyzeTemplateResponse { method: string template: string | void }
type GetParamsListResponse: bool { query*: string path*: string }
type CheckTypeConsistencyRequest: string { type_map: undefined }
type GetActualCurrentTypeRequest: string { type_map: undefined }
type CheckBranchChoiceConsistency { branch: Type type_map: undefined }

interface JesterUtilsInterface {
    RequestResponse:
        getParamList( string )( GetParamsListResponse ),
        checkTypeConsistency( CheckTypeConsistencyRequest )( bool ) throws DefinitionError,
        checkBranchChoiceConsistency( CheckBranchChoiceConsistency )( bool ) throws DefinitionError,
        getActualCurrentType( GetActualCurrentTypeRequest )( string )
}
