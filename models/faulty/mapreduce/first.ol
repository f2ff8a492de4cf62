// The first worker.

include "worker.iol"
