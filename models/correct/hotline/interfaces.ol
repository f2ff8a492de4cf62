// Advice over the telephone, which is written down.
// verdict: correct

interface ExpertInterface {
    requestResponse: advise( int )( int )
}

interface RecordInterface {
    oneWay: begin( int ), write( int )
}
