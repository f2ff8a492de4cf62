// The second worker.

include "worker.iol"
