// A guest: two songs.
// verdict: correct

include "jukebox.iol"

outputPort Jukebox {
	Location: "socket://localhost:8300"
	Protocol: http
	Interfaces: JukeboxInterface
}

main
{
	open@Jukebox( "Ada" )( box );
	song << box;
	song.title = "Les Lanciers";
	play@Jukebox( song );
	song.title = "Le Pantalon";
	play@Jukebox( song );
	close@Jukebox( box )
}
