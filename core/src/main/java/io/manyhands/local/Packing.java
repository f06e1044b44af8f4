package io.manyhands.local;

/// How what goes through a queue or a topic travels. Thread-safe; called by whoever puts and takes,
/// in their own threads and outside all locks.
public interface Packing {
    /// What is handed over is the object itself.
    Packing NONE =
            new Packing() {
                @Override
                public Object pack(Object item) {
                    return item;
                }

                @Override
                public Object unpack(Object packed) {
                    return packed;
                }
            };

    /// What is kept for an item.
    ///
    /// @param item what is put
    /// @return what stands for it
    /// @throws IllegalArgumentException if the item cannot travel
    Object pack(Object item);

    /// What is given for what was kept.
    ///
    /// @param packed what [#pack(Object)] gave
    /// @return the item, or a copy
    /// @throws IllegalStateException if it did not arrive whole
    Object unpack(Object packed);
}
