package services;

public interface Tax {
    int percent();
}
