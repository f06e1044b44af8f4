module shop {
    requires io.manyhands;
}
