type JavaExceptionType: string { stackTrace: string }
type WeakJavaExceptionType: any { stackTrace?: string }
