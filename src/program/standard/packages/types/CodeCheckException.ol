type LineInterval { start: int end: int }
type ColumnInterval { start: int end: int }

type CodeCheckExceptionType {
    stackTrace?: string
    exceptionMessage: string
    lineInterval: LineInterval
    columnInterval: ColumnInterval
}
