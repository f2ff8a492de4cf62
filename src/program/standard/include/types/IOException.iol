include "types/JavaException.iol"

type IOExceptionType: JavaExceptionType
