// Advice over the telephone, which is written down.

interface ExpertInterface {
    requestResponse: advise( int )( int )
    oneWay: research( int )
}

interface RecordInterface {
    oneWay: begin( int ), write( int )
}
