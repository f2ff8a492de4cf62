// The examiner asks who is ready.
// verdict: correct

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
