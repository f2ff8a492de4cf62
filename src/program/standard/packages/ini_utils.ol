type parseIniFileRequest: string { charset?: string }
type IniData { ? }

interface IniUtilsInterface {
    RequestResponse:
        parseIniFile( parseIniFileRequest )( IniData )
}

service IniUtils {
    inputPort ip {
        location: "local"
        interfaces: IniUtilsInterface
    }

    foreign java {
        class: "joliex.util.IniUtils"
    }
}
