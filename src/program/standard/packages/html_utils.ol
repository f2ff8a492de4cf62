interface HTMLUtilsInterface {
    RequestResponse:
        unescapeHTML( string )( string ),
        escapeHTML( string )( string )
}

service HTMLUtils {
    inputPort ip {
        location: "local"
        interfaces: HTMLUtilsInterface
    }

    foreign java {
        class: "joliex.util.HTMLUtils"
    }
}
