include "types/JavaException.iol"
include "types/IOException.iol"

type XMLTransformationRequest { source: string xslt: string }

type XMLToValueRequest: any {
    isXmlStore?: bool
    options?: void {
        includeAttributes?: bool
        includeRoot?: bool
        schemaUrl?: string
        schemaLanguage?: string
        charset?: string
        skipMixedText?: bool
    }
}

type ValueToXmlRequest {
    root: any { ? }
    rootNodeName?: string
    isXmlStore?: bool
    plain?: bool
    omitXmlDeclaration?: bool
    indent?: bool
    applySchema?: void { schema: string doctypeSystem?: string encoding?: string }
}

interface XmlUtilsInterface {
    RequestResponse:
        transform( XMLTransformationRequest )( string ) throws TransformerException( JavaExceptionType ),
        valueToXml( ValueToXmlRequest )( string )
            throws IOException( IOExceptionType ) IllegalArgumentException( string ),
        xmlToValue( XMLToValueRequest )( undefined ) throws IOException( IOExceptionType )
}

outputPort XmlUtils {
    interfaces: XmlUtilsInterface
}

embedded {
    Java: "joliex.util.XmlUtils" in XmlUtils
}
