include "types/IOException.iol"

type RawToStringRequest: raw { charset?: string }
type StringToRawRequest: string { charset?: string }

interface ConverterInterface {
    RequestResponse:
        rawToBase64( raw )( string ),
        base64ToRaw( string )( raw ) throws IOException( IOExceptionType ),
        rawToString( RawToStringRequest )( string ) throws IOException( IOExceptionType ),
        stringToRaw( StringToRawRequest )( raw ) throws IOException( IOExceptionType )
}

outputPort Converter {
    interfaces: ConverterInterface
}

embedded {
    Java: "joliex.util.Converter" in Converter
}
