include "services/metarenders/public/interfaces/NativeCodeRenderInterface.iol"

outputPort MetaRender {
    interfaces: NativeCodeRenderInterface
}

embedded {
    Jolie: "services/metarenders/nativecode_render.ol" in MetaRender
}
