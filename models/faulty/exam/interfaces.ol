// A pupil and an examiner.

interface ExaminerInterface {
    oneWay:
        ready( void )
}

interface PupilInterface {
    oneWay:
        question( string )
}
