type parseIniFileRequest: string { charset?: string }
type IniData { ? }

interface IniUtilsInterface {
    RequestResponse:
        parseIniFile( parseIniFileRequest )( IniData )
}

outputPort IniUtils {
    interfaces: IniUtilsInterface
}

embedded {
    Java: "joliex.util.IniUtils" in IniUtils
}
