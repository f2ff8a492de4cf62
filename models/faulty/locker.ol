// A locker is set up: what was not chosen is filled in, but the alarm is there as soon as its delay is.
// verdict: Q0201 line 40

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
        if( !is_defined( setup.alarm ) ) {
            setup.alarm.loud = false
        };
        setUp@Locker( setup )( answer )
    }
}
