package io.isobar.cli.text;

import com.google.protobuf.ProtocolMessageEnum;
import java.util.Locale;

/** Values of the contract's enumerations as a person reads them. */
public final class Words {
    private Words() {}

    /** As a state or reason is spelled: RUNNING. Unspecified or newer than this program: "-". */
    public static String token(ProtocolMessageEnum value) {
        if (value.toString().equals("UNRECOGNIZED")) {
            return Unknown.MARK;
        }
        var name = value.getValueDescriptor().getName();
        var prefix = prefix(value.getDescriptorForType().getName());
        var token = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return token.equals("UNSPECIFIED") ? Unknown.MARK : token;
    }

    /** As a word in a table: "on-demand". Unspecified or newer than this program: "-". */
    public static String word(ProtocolMessageEnum value) {
        return token(value).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String prefix(String type) {
        var prefix = new StringBuilder();
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            if (Character.isUpperCase(c) && !prefix.isEmpty()) {
                prefix.append('_');
            }
            prefix.append(Character.toUpperCase(c));
        }
        return prefix.append('_').toString();
    }

    /** "1 pool", "2 pools". */
    public static String plural(long count, String one) {
        return Amounts.count(count) + " " + one + (count == 1 ? "" : "s");
    }
}
