// The standard packages have types too.
from math import Math
from string_utils import StringUtils
from console import Console

service Main {
    embed Math as Math
    embed StringUtils as StringUtils
    embed Console as Console
    main {
        pow@Math( { base = 2.0, exponent = 3.0 } )( power );
        length@StringUtils( power )( length ); //~ Q0203
        println@Console( length )()
    }
}
