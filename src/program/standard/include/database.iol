type ConnectionInfo {
    driver: string { class?: string }
    host: string
    port?: int
    database: string
    username: string
    password: string
    attributes?: string
    checkConnection?: int
    toLowerCase?: bool
    toUpperCase?: bool
    encoding?: string
}

type QueryResult {
    row*: void { ? }
}

type TransactionQueryResult: int {
    row*: void { ? }
}

type DatabaseTransactionRequest {
    statement[1,*]: string { ? }
}

type DatabaseTransactionResult { result*: TransactionQueryResult }
type QueryRequest: string { ? }
type UpdateRequest: string { ? }

interface DatabaseInterface {
    RequestResponse:
        connect( ConnectionInfo )( void ) throws ConnectionError InvalidDriver DriverClassNotFound,
        close( void )( void ),
        query( QueryRequest )( QueryResult ) throws SQLException ConnectionError,
        update( UpdateRequest )( int ) throws SQLException ConnectionError,
        checkConnection( void )( void ) throws ConnectionError,
        executeTransaction( DatabaseTransactionRequest )( DatabaseTransactionResult )
            throws SQLException ConnectionError
}

outputPort Database {
    interfaces: DatabaseInterface
}

embedded {
    Java: "joliex.db.DatabaseService" in Database
}
