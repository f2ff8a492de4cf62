type Binding {
    location: string
    protocol?: string { ? }
}
