package io.manyhands;

import io.manyhands.spi.Parcel;
import io.manyhands.wire.Encoded;
import io.manyhands.wire.LargeArray;

/// What a worker elsewhere has submitted: passed on as it came.
final class GuestParcel extends Parcel {
    private final byte type;
    private final String code;

    GuestParcel(ClassLoader loader, byte type, String code, byte[] bytes) {
        super(loader, null, new Encoded(bytes, LargeArray.NONE));
        this.type = type;
        this.code = code;
    }

    @Override
    public byte type() {
        return type;
    }

    /// What the user's code is called.
    String code() {
        return code;
    }
}
