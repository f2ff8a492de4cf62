from types.JavaException import JavaExceptionType

type IOExceptionType: JavaExceptionType
