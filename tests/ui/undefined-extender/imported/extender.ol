type Key { key: string }

interface extender WithKey {
    oneWay: *( Key )
}
