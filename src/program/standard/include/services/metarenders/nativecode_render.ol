include "services/metarenders/public/interfaces/NativeCodeRenderInterface.iol"

service Main {
    inputPort Render {
        location: "local"
        interfaces: NativeCodeRenderInterface
    }

    foreign java {
    }
}
