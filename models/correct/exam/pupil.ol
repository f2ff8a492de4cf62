// The pupil says that it is ready, and is asked.
// verdict: correct

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
        ready@Examiner();
        question( text )
    }
}
