// A question for everybody, and the answers.
// verdict: correct

interface CitizenInterface {
    oneWay: question( int )
}

interface SurveyInterface {
    oneWay: answer( int )
}
