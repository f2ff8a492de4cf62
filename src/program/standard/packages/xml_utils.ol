from types.JavaException import JavaExceptionType
from types.IOException import IOExceptionType

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

service XmlUtils {
    inputPort ip {
        location: "local"
        interfaces: XmlUtilsInterface
    }

    foreign java {
        class: "joliex.util.XmlUtils"
    }
}
