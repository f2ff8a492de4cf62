// A locker is set up: what was not chosen is filled in.
// verdict: correct

type Setup {
    owner: string
    alarm {
        loud: bool
        delay?: int
    }
}

interface LockerInterface {
    requestResponse: setUp( Setup )( string )
}

service Locker {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: LockerInterface
    }

    main {
        setUp( setup )( answer ) {
            answer = setup.owner
        }
    }
}

service Main {
    embed Locker as Locker

    main {
        setup.owner = "Ann";
        setup.alarm.delay = 3;
        if( !is_defined( setup.alarm.loud ) ) {
            setup.alarm.loud = false
        };
        setUp@Locker( setup )( answer )
    }
}
