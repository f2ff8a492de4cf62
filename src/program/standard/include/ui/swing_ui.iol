include "ui/ui.iol"

outputPort SwingUI {
    interfaces: UserInterface
}

embedded {
    Java: "joliex.ui.SwingService" in SwingUI
}
