// A question for everybody, and the answers.

interface CitizenInterface {
    oneWay: question( int )
}

interface SurveyInterface {
    oneWay: answer( int )
}
