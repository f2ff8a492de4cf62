type Source: string
type Position { line: int character: int }
type Range { start: Position end: Position }
type Location { source: Source range: Range }
