type DefaultOperationHttpRequest {
    operation: string
    userAgent?: string
    requestUri?: string
    data: undefined
    cookies: undefined
}
