# To be sourced: builds the programs that measure. Needs root, here and build; say tells the user something.

# Sets ours_jar, the jar of core.
package_ours() {
  if [ "$build" = yes ]; then
    (cd "$root" && mvn -q -B -Dquick -pl core -am -DskipTests package) || exit 1
  fi
  ours_jar=$(ls -t "$root"/core/target/quick/manyhands-core-*.jar "$root"/core/target/manyhands-core-*.jar 2>/dev/null |
    grep -v -e sources -e javadoc | head -n 1)
  if [ -z "$ours_jar" ]; then
    say "there is no jar of core: run it without --no-build"
    exit 2
  fi
}

# $1: the driver's jar, $2: its class path, the rest: its sources.
driver() {
  local jar=$1 path=$2 classes
  shift 2
  classes=${jar%.jar}-classes
  rm -rf "$classes" "$jar"
  "$JAVA_HOME/bin/javac" -proc:none -cp "$path" -d "$classes" "$here"/java/{Peer,Rows,Samples,Memory,Work}.java "$@" &&
    "$JAVA_HOME/bin/jar" --create --file "$jar" -C "$classes" .
}
