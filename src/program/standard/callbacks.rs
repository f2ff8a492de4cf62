//! The operations that standard services call in the programs that use them.
//!
//! A Java service may send messages of its own, to the program that embeds it or to a location that it is given; and
//! two of the old-style programs that come with Jolie do. What each one calls, and after which operation, is read off
//! its source in Jolie 1.13.5 and kept here as data. In comes the name of a service or a class, out come its calls back.
//! Left out are `Reflection` and the router of Jester, which call whatever a request or a configuration names, on
//! output ports of the program that embeds them. No other standard service calls its user.

/// One operation that a standard service calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The package, or the include file where there is no package.
    pub package: &'static str,
    /// The service of the package; in the old style, the port by which it is reached.
    pub service: &'static str,
    /// The Java class that makes the call, the same in the new style and in the old one; or the file of the Jolie
    /// program that makes it.
    pub implementation: &'static str,
    /// The operation after which calls may come: none comes before it.
    pub registering: &'static str,
    /// What is called.
    pub called: CalledOperation,
    /// Who is called.
    pub recipient: Recipient,
    /// Whether the service waits for an answer.
    pub answer: Answer,
    /// Whether one registration may lead to several calls.
    pub repeats: bool,
    /// The operation that takes a call back which has not come yet; it may come first all the same.
    pub cancelled_by: Option<&'static str>,
}

/// Which operation is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalledOperation {
    /// Always this one.
    Fixed(&'static str),
    /// The one that a request names.
    Named {
        /// The operation whose request names it: the registering one, or another, called before or after it.
        operation: &'static str,
        /// The field of that request.
        field: &'static str,
        /// What is called when the field is absent, or when the operation is never called.
        default: &'static str,
    },
}

/// Who is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The program that embeds the service, as if on a local input port.
    Embedder,
    /// The location at this path of the registering request.
    Location(&'static str),
}

/// What happens to the answer of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nobody reads it: a one-way operation is meant, and a request-response one works too.
    Unread,
    /// It is used: a request-response operation.
    Used,
}

/// The calls back of a service: takes the name of a standard service (`Time`), of the output port of an include file,
/// of a Java class (`joliex.util.TimeService`), or the file of an old-style program. The class and the file are the sure
/// keys, since users name their own services and ports as they like. Returns an empty slice for services that call
/// nobody.
#[must_use]
pub fn callbacks(service: &str) -> &'static [Callback] {
    TABLE
        .iter()
        .find(|rows| {
            rows.first()
                .is_some_and(|first| first.service == service || first.implementation == service)
        })
        .copied()
        .unwrap_or_default()
}

/// All calls back, the services in the order of their packages.
pub(super) const TABLE: &[&[Callback]] = &[
    CONSOLE,
    MONITOR,
    MUSTACHE,
    RUNTIME,
    SCHEDULER,
    EVENT_MANAGER,
    META_SERVICE,
    TIME,
];

/// `joliex.io.ConsoleService`: a thread reads the standard input and calls `in` with each line, and once with void at
/// its end; once a subscribed token when session listeners are enabled.
const CONSOLE: &[Callback] = &[Callback {
    package: "console",
    service: "Console",
    implementation: "joliex.io.ConsoleService",
    registering: "registerForInput",
    called: CalledOperation::Fixed("in"),
    recipient: Recipient::Embedder,
    answer: Answer::Unread,
    repeats: true,
    cancelled_by: None,
}];

/// `joliex.monitoring.StandardMonitor`: when enough events wait, if triggers are enabled; then not before `flush`.
const MONITOR: &[Callback] = &[Callback {
    package: "monitors/standard_monitor.iol",
    service: "Monitor",
    implementation: "joliex.monitoring.StandardMonitor",
    registering: "setMonitor",
    called: CalledOperation::Fixed("monitorAlert"),
    recipient: Recipient::Embedder,
    answer: Answer::Unread,
    repeats: true,
    cancelled_by: None,
}];

/// `joliex.mustache.JolieMustacheObjectHandler`, for `joliex.mustache.MustacheService`: during `render`, once for each
/// use of a function in the template.
const MUSTACHE: &[Callback] = &[Callback {
    package: "mustache",
    service: "Mustache",
    implementation: "joliex.mustache.MustacheService",
    registering: "render",
    called: CalledOperation::Fixed("call"),
    recipient: Recipient::Location("functions.binding.location"),
    answer: Answer::Used,
    repeats: true,
    cancelled_by: None,
}];

/// `joliex.lang.RuntimeService` hands the location to `jolie.Interpreter`, which sends it each event of the program.
const RUNTIME: &[Callback] = &[Callback {
    package: "runtime",
    service: "Runtime",
    implementation: "joliex.lang.RuntimeService",
    registering: "setMonitor",
    called: CalledOperation::Fixed("pushEvent"),
    recipient: Recipient::Location("location"),
    answer: Answer::Unread,
    repeats: true,
    cancelled_by: None,
}];

/// `joliex.scheduler.SchedulerServiceJob`, for `joliex.scheduler.SchedulerService`: at each time of the cron job.
const SCHEDULER: &[Callback] = &[Callback {
    package: "scheduler",
    service: "Scheduler",
    implementation: "joliex.scheduler.SchedulerService",
    registering: "setCronJob",
    called: CalledOperation::Named {
        operation: "setCallbackOperation",
        field: "operationName",
        default: "schedulerCallback",
    },
    recipient: Recipient::Embedder,
    answer: Answer::Unread,
    repeats: true,
    cancelled_by: Some("deleteCronJob"),
}];

/// `services/event_manager.ol`: at each `fireEvent`, by `sodep`.
const EVENT_MANAGER: &[Callback] = &[receive_event("register"), receive_event("registerForAll")];

const fn receive_event(registering: &'static str) -> Callback {
    Callback {
        package: "services/event_manager.ol",
        service: "EventPort",
        implementation: "services/event_manager.ol",
        registering,
        called: CalledOperation::Fixed("receiveEvent"),
        recipient: Recipient::Location("location"),
        answer: Answer::Unread,
        repeats: true,
        cancelled_by: Some("unregister"),
    }
}

/// `services/metaservice/metaservice.ol`: when the request has a token, before it is answered.
const META_SERVICE: &[Callback] = &[Callback {
    package: "services/metaservice/metaservice.iol",
    service: "MetaService",
    implementation: "services/metaservice/metaservice.ol",
    registering: "addRedirection",
    called: CalledOperation::Fixed("confirmRedirection"),
    recipient: Recipient::Location("location"),
    answer: Answer::Used,
    repeats: false,
    cancelled_by: None,
}];

/// `joliex.util.TimeService`: there is one next timeout, and setting it again replaces it; scheduled ones are many.
const TIME: &[Callback] = &[
    timeout("scheduleTimeout", "cancelTimeout"),
    timeout("setNextTimeout", "stopNextTimeout"),
    timeout("setNextTimeoutByDateTime", "stopNextTimeout"),
    timeout("setNextTimeoutByTime", "stopNextTimeout"),
];

const fn timeout(registering: &'static str, cancelled_by: &'static str) -> Callback {
    Callback {
        package: "time",
        service: "Time",
        implementation: "joliex.util.TimeService",
        registering,
        called: CalledOperation::Named {
            operation: registering,
            field: "operation",
            default: "timeout",
        },
        recipient: Recipient::Embedder,
        answer: Answer::Unread,
        repeats: false,
        cancelled_by: Some(cancelled_by),
    }
}
