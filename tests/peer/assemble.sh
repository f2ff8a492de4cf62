#!/bin/sh
# Assembles real Jolie in the folder DIR, and prints the launcher to give to the tests: QUADRILLE_JOLIE=$(tests/peer/assemble.sh DIR).
# Built from JOLIE_SOURCE, a clone of jolie/jolie: by coordinates (org.jolie-lang) Maven reaches the core of some versions,
# the extensions and services of none, and the packages that programs import are in no artifact. Needs Maven and a JDK of 21 or later.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
command -v mvn >/dev/null || { echo "assemble: needs mvn" >&2; exit 1; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
home=$folder/home

version=${JOLIE_VERSION:-1.13.5}
for part in libjolie jolie coreJavaServices; do
    mvn -B -q dependency:get -Dartifact="org.jolie-lang:$part:$version" -Dtransitive=false >"$folder/maven.log" 2>&1 ||
        { echo "assemble: Maven does not reach org.jolie-lang:$part:$version by its coordinates" >&2; break; }
done
[ -n "${JOLIE_SOURCE:-}" ] || { echo "assemble: JOLIE_SOURCE names no clone of jolie/jolie to build" >&2; exit 1; }

rm -rf "$folder/source" "$home"
cp -R "$JOLIE_SOURCE" "$folder/source"
(
    cd "$folder/source"
    nice mvn -B install -Dmaven.test.skip=true -Dpmd.skip=true -Dcpd.skip=true -Dformatter.skip=true -am -pl \
build-tools,libjolie,jolie,jolie-cli,lib/jolie-js,support/jolie-java,extensions/sodep,extensions/local,\
extensions/localsocket,extensions/jolie-embedding-legacy,javaServices/coreJavaServices
) >"$folder/maven.log" 2>&1 || { echo "assemble: Maven failed, see $folder/maven.log" >&2; exit 1; }
cp -R "$folder/source/dist/jolie" "$home"

cat >"$folder/jolie" <<END
#!/bin/sh
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -ea:jolie... -ea:joliex... \\
    -cp "$home/lib/libjolie.jar:$home/lib/automaton.jar:$home/lib/commons-text.jar:$home/lib/jolie-js.jar:$home/lib/json-simple.jar:$home/jolie.jar:$home/jolie-cli.jar" \\
    jolie.Jolie -l "./lib/*:$home/lib:$home/javaServices/*:$home/extensions/*" -i "$home/include" -p "$home/packages" "\$@"
END
chmod +x "$folder/jolie"
echo "$folder/jolie"
