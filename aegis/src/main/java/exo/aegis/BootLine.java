package exo.aegis;

import exo.machine.BootInformation;

/** The boot line: words {@code aegis.key} or {@code aegis.key=value} between blanks. Compared in place, byte by byte. */
final class BootLine {
    private final BootInformation information;

    BootLine(BootInformation information) {
        this.information = information;
    }

    /** Where the value of a key begins, right behind it and its '=' or blank; -1: the key is not there. */
    private int find(String key) {
        int end = information.bootLineBytes();
        for (int start = 0; start + key.length() <= end; start++) {
            boolean atWord = start == 0 || information.bootLineByte(start - 1) == ' ';
            int after = start + key.length();
            boolean whole = after == end || information.bootLineByte(after) == ' ' || information.bootLineByte(after) == '=';
            if (atWord && whole && matches(key, start)) {
                return after;
            }
        }
        return -1;
    }

    private boolean matches(String key, int start) {
        for (int i = 0; i < key.length(); i++) {
            if (information.bootLineByte(start + i) != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean has(String key) {
        return find(key) >= 0;
    }

    /** The decimal number behind a key's '=', at most nine digits of it; the default if there is none. */
    long number(String key, long otherwise) {
        int at = find(key);
        if (at < 0 || at >= information.bootLineBytes() || information.bootLineByte(at) != '=') {
            return otherwise;
        }
        long value = 0;
        int digits = 0;
        for (at++; at < information.bootLineBytes() && digits < 9; at++, digits++) {
            int c = information.bootLineByte(at);
            if (c < '0' || c > '9') {
                break;
            }
            value = value * 10 + c - '0';
        }
        return digits == 0 ? otherwise : value;
    }
}
