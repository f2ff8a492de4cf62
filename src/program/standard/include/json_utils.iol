type GetJsonStringRequest: undefined
type GetJsonStringResponse: string
type GetJsonValueRequest: any { strictEncoding?: bool charset?: string }
type GetJsonValueResponse: undefined

interface JsonUtilsInterface {
    RequestResponse:
        getJsonString( GetJsonStringRequest )( GetJsonStringResponse ) throws JSONCreationError,
        getJsonValue( GetJsonValueRequest )( GetJsonValueResponse ) throws JSONCreationError
}

outputPort JsonUtils {
    interfaces: JsonUtilsInterface
}

embedded {
    Java: "joliex.util.JsonUtilsService" in JsonUtils
}
