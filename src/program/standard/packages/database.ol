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
    connectionPoolConfig?: ConnectionPoolConfig
}

type ConnectionPoolConfig {
    connectionTimeout?: int
    idleTimeout?: int
    maxLifetime?: int
    connectionTestQuery?: string
    minimumIdle?: int
    maximumPoolSize?: int
    poolName?: string
    initializationFailTimeout?: int
    isolateInternalQueries?: bool
    readOnly?: bool
    catalog?: string
    connectionInitSql?: string
    transactionIsolation?: string
    validationTimeout?: int
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
type TxHandle: long

type QueryRequest: string { ? } | void {
    txHandle: TxHandle
    query: string { ? }
}

type UpdateRequest: string { ? } | void {
    txHandle: TxHandle
    update: string { ? }
}

interface DatabaseInterface {
    RequestResponse:
        connect( ConnectionInfo )( void ) throws ConnectionError InvalidDriver DriverClassNotFound,
        close( void )( void ),
        query( QueryRequest )( QueryResult ) throws SQLException ConnectionError TransactionException,
        update( UpdateRequest )( int ) throws SQLException ConnectionError TransactionException,
        checkConnection( void )( void ) throws ConnectionError,
        executeTransaction( DatabaseTransactionRequest )( DatabaseTransactionResult )
            throws SQLException ConnectionError,
        beginTx( void )( TxHandle ) throws SQLException ConnectionError,
        commitTx( TxHandle )( void ) throws SQLException ConnectionError TransactionException,
        rollbackTx( TxHandle )( void ) throws SQLException ConnectionError TransactionException
}

service Database {
    inputPort ip {
        location: "local"
        interfaces: DatabaseInterface
    }

    foreign java {
        class: "joliex.db.DatabaseService"
    }
}
