// A jukebox: plays for whoever has opened it, until it is closed.
// verdict: correct

include "console.iol"
include "jukebox.iol"

execution { concurrent }

cset {
	box: Song.box Box.box
}

inputPort Jukebox {
	Location: "socket://localhost:8300"
	Protocol: http
	Interfaces: JukeboxInterface
}

main
{
	open( name )( box ) {
		box.box = csets.box = new
	};
	provide
		[ play( song ) ] {
			println@Console( song.title )()
		}
	until
		[ close( box ) ]
}
