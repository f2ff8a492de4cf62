// A meter: what is on its display is text, and is cut out of it.
// verdict: correct

from console import Console
from string_utils import StringUtils
from .interfaces import GridInterface

service Meter {
    embed Console as Console
    embed StringUtils as StringUtils

    outputPort Grid {
        location: "socket://localhost:8312"
        protocol: sodep
        interfaces: GridInterface
    }

    main {
        display = "kWh 12.5";
        substring@StringUtils( display { begin = 4, end = 8 } )( shown );
        reading.meter = "cellar";
        reading.value = double( shown );
        report@Grid( reading )( total );
        println@Console( "total " + total )()
    }
}
