// Two-phase commit: all participants do their part of the work, or none.
// verdict: correct

type Work {
    work: string
    amount: int
}

type Decision {
    work: string
}

interface ParticipantInterface {
    requestResponse:
        prepare( Work )( bool )
    oneWay:
        commit( Decision ),
        abort( Decision )
}
