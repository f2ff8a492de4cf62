from types.IOException import IOExceptionType

type RawToStringRequest: raw { charset?: string }
type StringToRawRequest: string { charset?: string }

interface ConverterInterface {
    RequestResponse:
        rawToBase64( raw )( string ),
        base64ToRaw( string )( raw ) throws IOException( IOExceptionType ),
        rawToString( RawToStringRequest )( string ) throws IOException( IOExceptionType ),
        stringToRaw( StringToRawRequest )( raw ) throws IOException( IOExceptionType )
}

service Converter {
    inputPort ip {
        location: "local"
        interfaces: ConverterInterface
    }

    foreign java {
        class: "joliex.util.Converter"
    }
}
