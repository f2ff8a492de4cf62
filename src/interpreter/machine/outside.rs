//! Messages from and to other programs: where the machine meets the transports.

use super::Machine;
use super::instance::InstanceId;
use super::route::Parcel;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::Text;

impl Machine {
    /// Listens at a location outside of the machine.
    pub(super) fn listen(
        &mut self,
        _instance: InstanceId,
        _port: u32,
        location: &Text,
    ) -> Result<(), Fault> {
        Err(Fault::io(format!("no transport for {location}")))
    }

    /// Stops listening for an instance.
    pub(super) fn close(&mut self, _instance: InstanceId) {}

    /// Sends a message to a location outside of the machine.
    pub(super) fn dispatch_outside(
        &mut self,
        place: &Text,
        _resource: Option<Text>,
        parcel: Parcel,
        _answered: bool,
    ) {
        self.answer(
            parcel.caller,
            Err(Fault::io(format!("no transport for {place}"))),
        );
    }
}
