package generated;

final class Shadow {
    static final String NAME = new String("of the class path");
}
