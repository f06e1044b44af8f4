package services;

public final class StateTax implements Tax {
    @Override
    public int percent() {
        return 19;
    }
}
