type GetJsonStringRequest: undefined
type GetJsonStringResponse: string
type GetJsonValueRequest: any { strictEncoding?: bool charset?: string }
type GetJsonValueResponse: undefined
type ValidateJsonRequest { json: string schema: string }

type ValidateJsonResponse {
    validationMessage*: void { message: string code: string type: string error: string }
}

interface JsonUtilsInterface {
    RequestResponse:
        getJsonString( GetJsonStringRequest )( GetJsonStringResponse ) throws JSONCreationError,
        getJsonValue( GetJsonValueRequest )( GetJsonValueResponse ) throws JSONCreationError,
        validateJson( ValidateJsonRequest )( ValidateJsonResponse )
}

service JsonUtils {
    inputPort ip {
        location: "local"
        interfaces: JsonUtilsInterface
    }

    foreign java {
        class: "joliex.util.JsonUtilsService"
    }
}
