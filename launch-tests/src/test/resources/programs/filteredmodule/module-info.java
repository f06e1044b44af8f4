module filtered {
    requires io.manyhands;
}
