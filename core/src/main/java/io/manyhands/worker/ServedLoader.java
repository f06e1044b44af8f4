package io.manyhands.worker;

import io.manyhands.wire.ClassAnswer;
import io.manyhands.wire.ClassAnswer.ClassFile;
import io.manyhands.wire.ClassAnswer.Contents;
import io.manyhands.wire.ClassAnswer.Elsewhere;
import io.manyhands.wire.ClassAnswer.Missing;
import io.manyhands.wire.ClassQuestion;
import io.manyhands.wire.ClassQuestion.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Stands for a class loader of the parent's: gives the same classes and resources for the same
/// names. Thread-safe, and parallel capable.
/* What a loader of the parent's delegates, and whether before or after it looks for itself, is its
 * own affair; so it is the parent that is asked, and it loads the class there to find out which
 * loader defines it:
 *
 *   the system's or one above it   this worker's own is asked, since the class path is the same
 *   this very loader               the class file comes with the answer, and is defined here
 *   another loader                 the one that stands for that here defines it
 *
 * So two classes are the same here if they are there. The exceptions are the classes of the Java
 * run-time that every loader has to delegate, and those of this library, which are here already.
 *
 * Locks: the lock of a class's name is held while the parent is asked, and at most one of another
 * loader's for the same name; never the other way round, as the other defines it itself. Answers are
 * brought by the control thread, which loads no classes of users.
 */
final class ServedLoader extends ClassLoader {
    static {
        boolean _ = registerAsParallelCapable();
    }

    private static final String PLATFORM = "java.";
    private static final String LIBRARY = "io.manyhands.";

    /// How many names are remembered as missing, before they are forgotten all together.
    private static final int MAX_MISSING = 10_000;

    private final int id;
    private final ClassLoader system;
    private final ClassSource source;
    private final ServedLoaders all;
    private final Origins origins = new Origins();
    private final ConcurrentHashMap<String, String> missing = new ConcurrentHashMap<>();

    private ServedLoader(int id, ClassLoader system, ClassSource source, ServedLoaders all) {
        super("manyhands-served-" + id, system);
        this.id = id;
        this.system = system;
        this.source = source;
        this.all = all;
    }

    /// A loader.
    ///
    /// @param id the parent's number for it
    /// @param system this worker's own
    /// @param source answers for the parent
    /// @param all where those of other numbers are
    static ClassLoader of(int id, ClassLoader system, ClassSource source, ServedLoaders all) {
        return new ServedLoader(id, system, source, all);
    }

    /// The parent's number for it.
    int number() {
        return id;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(PLATFORM)) {
            return Class.forName(name, false, system);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && name.startsWith(LIBRARY)) {
                loaded = ofSystem(name);
            }
            if (loaded == null) {
                loaded = asked(name, Kind.CLASS);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        return switch (ask(Kind.RESOURCE, name)) {
            case Contents found -> ServedResource.url(id, name, 0, found.contents().getFirst());
            case Elsewhere _ -> system.getResource(name);
            case ClassFile _, Missing _ -> null;
        };
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        return switch (ask(Kind.RESOURCE, name)) {
            case Contents found -> new ByteArrayInputStream(found.contents().getFirst());
            case Elsewhere _ -> system.getResourceAsStream(name);
            case ClassFile _, Missing _ -> null;
        };
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return switch (ask(Kind.RESOURCES, name)) {
            case Contents found -> Collections.enumeration(urls(name, found.contents()));
            case Elsewhere _ -> system.getResources(name);
            case ClassFile _, Missing _ -> Collections.emptyEnumeration();
        };
    }

    @Override
    public String toString() {
        return getName() + "[" + system + "]";
    }

    private List<URL> urls(String name, List<byte[]> contents) {
        List<URL> urls = new ArrayList<>();
        for (byte[] each : contents) {
            URL url = ServedResource.url(id, name, urls.size(), each);
            if (url != null) {
                urls.add(url);
            }
        }
        return urls;
    }

    private @Nullable Class<?> ofSystem(String name) {
        try {
            return Class.forName(name, false, system);
        } catch (ClassNotFoundException notOurs) {
            return null;
        }
    }

    /// The class as the parent has it.
    private Class<?> asked(String name, Kind kind) throws ClassNotFoundException {
        String known = missing.get(name);
        if (known != null) {
            throw new ClassNotFoundException(name + known);
        }
        return switch (ask(kind, name)) {
            case ClassFile type -> define(name, type);
            case Elsewhere other -> other.loader() == 0 ? delegated(name) : of(other, name);
            case Missing none -> throw notFound(name, none.reason());
            case Contents _ -> throw notFound(name, "");
        };
    }

    private Class<?> delegated(String name) throws ClassNotFoundException {
        try {
            return Class.forName(name, false, system);
        } catch (ClassNotFoundException notThere) {
            throw notFound(name, ", which the parent's system class loader has and a worker's not");
        }
    }

    private Class<?> of(Elsewhere other, String name) throws ClassNotFoundException {
        ServedLoader definer = (ServedLoader) all.served(other.loader(), system, source);
        return definer.own(name);
    }

    /// The class that this loader defines itself.
    private Class<?> own(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? asked(name, Kind.OWN_CLASS) : loaded;
        }
    }

    private Class<?> define(String name, ClassFile type) {
        definePackageOf(name, type.packageFacts());
        byte[] file = type.file();
        return defineClass(name, file, 0, file.length, origins.of(type.location(), this));
    }

    private void definePackageOf(String name, List<String> facts) {
        int end = name.lastIndexOf('.');
        if (end < 0 || facts.isEmpty() || getDefinedPackage(name.substring(0, end)) != null) {
            return;
        }
        try {
            Package _ =
                    definePackage(
                            name.substring(0, end),
                            fact(facts, 0),
                            fact(facts, 1),
                            fact(facts, 2),
                            fact(facts, 3),
                            fact(facts, 4),
                            fact(facts, 5),
                            null);
        } catch (IllegalArgumentException definedMeanwhile) {
            // By the thread that loads another class of it.
        }
    }

    private static @Nullable String fact(List<String> facts, int index) {
        String fact = index < facts.size() ? facts.get(index) : "";
        return fact.isEmpty() ? null : fact;
    }

    private ClassNotFoundException notFound(String name, String reason) {
        if (missing.size() >= MAX_MISSING) {
            missing.clear();
        }
        missing.put(name, reason);
        return new ClassNotFoundException(name + reason);
    }

    private ClassAnswer ask(Kind kind, String name) {
        return ClassAnswer.decode(source.wanted(id, new ClassQuestion(kind, name).text()));
    }
}
