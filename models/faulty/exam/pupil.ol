// The pupil waits, and does not say that it is ready.

from .interfaces import ExaminerInterface, PupilInterface

service Pupil {
    outputPort Examiner {
        location: "socket://localhost:8610"
        protocol: sodep
        interfaces: ExaminerInterface
    }

    inputPort PupilIn {
        location: "socket://localhost:8611"
        protocol: sodep
        interfaces: PupilInterface
    }

    main {
        question( text )
    }
}
