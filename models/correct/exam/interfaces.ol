// A pupil and an examiner.
// verdict: correct

interface ExaminerInterface {
    oneWay:
        ready( void )
}

interface PupilInterface {
    oneWay:
        question( string )
}
