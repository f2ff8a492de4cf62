interface HTMLUtilsInterface {
    RequestResponse:
        unescapeHTML( string )( string ),
        escapeHTML( string )( string )
}

outputPort HTMLUtils {
    interfaces: HTMLUtilsInterface
}

embedded {
    Java: "joliex.util.HTMLUtils" in HTMLUtils
}
