// The examiner asks who is ready.
// verdict: Q0302 line 20

from .interfaces import ExaminerInterface, PupilInterface

service Examiner {
    outputPort Pupil {
        location: "socket://localhost:8611"
        protocol: sodep
        interfaces: PupilInterface
    }

    inputPort ExaminerIn {
        location: "socket://localhost:8610"
        protocol: sodep
        interfaces: ExaminerInterface
    }

    main {
        ready();
        question@Pupil( "why?" )
    }
}
